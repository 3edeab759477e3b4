import type { failures as english } from '../en/failures'

export const failures: typeof english = {
  errors: {
    VALIDATION: { happened: '有些字段不符合要求。', todo: '请改正标出的字段后重试。' },
    REFUSED: { happened: '服务器拒绝了此操作。', todo: '请按它指出的内容修改后重试。' },
    FORBIDDEN: { happened: '你的账号没有此操作的权限。', todo: '请向管理员申请。' },
    NOT_FOUND: { happened: '服务器上已没有这条记录。', todo: '请刷新列表查看现状。' },
    CONFLICT: { happened: '其他人同时修改了相同的字段。', todo: '请查看标出的字段：采用服务器的值，或再次保存以保留你的值。' },
    UNKNOWN: { happened: '请求已发出，但没有收到答复，无法确定服务器是否已执行。', todo: '请刷新查看服务器上的现状，再作决定。' },
    OFFLINE: { happened: '无法连接服务器。', todo: '请检查网络后重试。' },
    TIMEOUT: { happened: '服务器未在时限内答复。', todo: '请稍后重试。' },
    SESSION_ENDED: { happened: '会话在操作完成之前结束了。', todo: '请登录后重试。' },
    CANCELLED: { happened: '操作在完成之前被取消。', todo: '需要时可以重试。' },
    SERVER: { happened: '服务器报告了自身的错误。', todo: '请重试；若仍出现，请告知服务器的维护者。' },
    BAD_REPLY: { happened: '收到的答复不是来自此服务器的接口，可能来自代理或网络的登录页。', todo: '请检查服务器地址和网络后重试。' },
    KEYCHAIN: { happened: '操作系统的钥匙串没有响应。', todo: '请解锁后重试。' },
    STORAGE: { happened: '本机存储无法读写。', todo: '请检查数据文件夹的剩余空间和权限后重试。' },
    INTERNAL: { happened: '程序自身的错误中止了此操作。', todo: '请重试；若仍出现，请附上详细信息反馈。' },
  },
  kept: {
    draft: '你的修改已作为草稿留存在本机。',
    memory: '你的修改仍在此表单中。',
    typed: '你输入的内容仍在。',
  },
  failure: {
    renewal: { happened: '会话暂时无法续期，你仍处于登录状态。', todo: '请重试，届时会立即续期。' },
    permission: '没有权限：{permission}',
    details: '详细信息',
    copy: '复制详细信息',
    copied: '已复制详细信息',
    code: '代码',
    message: '消息',
    time: '时间',
    retry: '重试',
  },
}
