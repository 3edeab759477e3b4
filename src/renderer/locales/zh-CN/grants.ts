import type { grants as english } from '../en/grants'

export const grants: typeof english = {
  locked: {
    protected: '服务器赋予此角色全部权限：其授权只能查看，不能修改。',
    create: '角色的授权随角色一起产生。',
    update: '你可以查看角色的授权，但不能修改。缺少权限：{permission}',
    remove: '角色的授权随角色一起删除。',
  },
  remove: {
    title: '删除“{name}”的授权？',
    text: '角色的授权随角色一起删除。',
  },
  form: {
    untitled: '新角色的授权',
    elsewhere: '该角色的授权正在另一个窗口中编辑，已为您显示那个窗口。',
    gone: '服务器上已没有此角色。你的修改仍在此处。',
    taken: '角色的授权随角色一起产生。',
  },
}
