/** Parts of names, written and in pinyin. Common ones; nobody in particular. */
export interface Sinograph {
  readonly written: string
  readonly pinyin: string
}

const parse = (text: string): readonly Sinograph[] =>
  text
    .trim()
    .split(/\s+/)
    .map((pair) => ({ written: pair.slice(0, 1), pinyin: pair.slice(1) }))

export const SURNAMES = parse(`
  王wang 李li 张zhang 刘liu 陈chen 杨yang 黄huang 赵zhao 吴wu 周zhou 徐xu 孙sun 马ma 朱zhu 胡hu 郭guo 何he 林lin 高gao
  罗luo 郑zheng 梁liang 谢xie 宋song 唐tang 许xu 邓deng 韩han 冯feng 曹cao 彭peng 曾zeng 肖xiao 田tian 董dong 潘pan
  袁yuan 蔡cai 蒋jiang 余yu 于yu 杜du 叶ye 程cheng 魏wei 苏su 吕lü 丁ding 任ren 卢lu 姚yao 沈shen 钟zhong 姜jiang 崔cui
  谭tan 陆lu 范fan 汪wang 廖liao`)

export const GIVEN = parse(`
  伟wei 芳fang 娜na 敏min 静jing 丽li 强qiang 磊lei 军jun 洋yang 勇yong 艳yan 杰jie 涛tao 明ming 超chao 秀xiu 霞xia
  平ping 刚gang 桂gui 英ying 华hua 玉yu 兰lan 红hong 建jian 文wen 斌bin 宇yu 浩hao 凯kai 健jian 俊jun 帆fan 雪xue 雨yu
  婷ting 欣xin 怡yi 佳jia 慧hui 莹ying 梅mei 琳lin 晨chen 阳yang 鑫xin 鹏peng 飞fei 龙long 峰feng 波bo 亮liang 成cheng
  海hai 山shan 云yun 春chun 晓xiao 子zi 梓zi 涵han 轩xuan 博bo 思si 诗shi 嘉jia 一yi 天tian 泽ze 瑞rui`)

export const LATIN_FIRST =
  'Olivia Amelia Isla Ava Mia Ivy Lily Sofia Emma Clara Greta Hannah Ingrid Johanna Katrin Lena Marta Nadia Petra Renata Sara Tessa Ursula Vera Wanda Yara Zoe Noah Oliver George Arthur Leo Harry Oscar Jack Luca Anton Bruno Carl David Emil Felix Gustav Henrik Ivan Jonas Karl Lars Mateo Nils Otto Pablo Rafael Samuel Tomas Viktor Walter'.split(
    ' ',
  )

export const LATIN_LAST =
  'Smith Jones Taylor Brown Williams Wilson Davies Evans Walker Wright Clarke Hughes Edwards Turner Hill Cooper Ward Morris Moore Bailey Schmidt Fischer Weber Meyer Wagner Becker Hoffmann Koch Richter Klein Wolf Neumann Schwarz Braun Krause Lehmann Garcia Martinez Lopez Romero Navarro Torres Rossi Ferrari Bianchi Conti Silva Santos Costa Larsen Hansen Nilsson Berg Lind Novak Kovacs Dubois Laurent Moreau Girard'.split(
    ' ',
  )
