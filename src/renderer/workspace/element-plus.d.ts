import type { ElOption, ElSelect, ElTreeSelect } from 'element-plus'

/** The Element Plus components in use, resolved on demand by the build: their types for the templates. */
declare module 'vue' {
  export interface GlobalComponents {
    ElSelect: typeof ElSelect
    ElOption: typeof ElOption
    ElTreeSelect: typeof ElTreeSelect
  }
}
