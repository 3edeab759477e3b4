import type { grants as english } from '../en/grants'

export const grants: typeof english = {
  locked: {
    protected: '服务器授予此角色全部权限，授权不能修改。',
    create: '授权随角色一起创建。',
    update: '你没有修改角色授权的权限。需要：{permission}',
    remove: '授权随角色一起删除。',
  },
  remove: {
    title: '删除“{name}”的授权？',
    text: '授权随角色一起删除。',
  },
  form: {
    untitled: '新角色的授权',
    elsewhere: '该角色的授权正在另一个窗口中编辑，已为你显示该窗口。',
    gone: '此角色在服务器上已不存在。你的更改仍在此处。',
    taken: '授权随角色一起创建。',
  },
}
