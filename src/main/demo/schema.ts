/**
 * The tables of the embedded back-end, numbered as `openSqlite` wants them. Names and columns follow the wire, so that a
 * column of an answer is a column here. `AUTOINCREMENT`: an id is never used twice, as in the original's database.
 * `NOCASE`: the original's collation compares names without case.
 */
export const MIGRATIONS: readonly string[] = [
  `
  CREATE TABLE sys_user (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    username TEXT NOT NULL COLLATE NOCASE,
    password TEXT NOT NULL,
    tel TEXT NOT NULL DEFAULT '' COLLATE NOCASE,
    email TEXT NOT NULL DEFAULT '' COLLATE NOCASE,
    avatar TEXT NOT NULL DEFAULT '',
    sex INTEGER,
    last_login_ip TEXT NOT NULL DEFAULT '',
    last_login_time INTEGER,
    create_time INTEGER,
    status INTEGER NOT NULL DEFAULT 1,
    listorder INTEGER NOT NULL DEFAULT 1000
  );
  CREATE INDEX sys_user_username ON sys_user (username);
  CREATE TABLE sys_role (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL COLLATE NOCASE,
    pid INTEGER NOT NULL DEFAULT 0,
    status INTEGER NOT NULL DEFAULT 1,
    remark TEXT NOT NULL DEFAULT '',
    scope INTEGER NOT NULL DEFAULT 0,
    create_time INTEGER,
    update_time INTEGER,
    listorder INTEGER NOT NULL DEFAULT 99
  );
  CREATE TABLE sys_menu (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    pid INTEGER NOT NULL DEFAULT 0,
    name TEXT NOT NULL DEFAULT '',
    path TEXT NOT NULL DEFAULT '',
    component TEXT NOT NULL DEFAULT '',
    type INTEGER NOT NULL DEFAULT 0,
    title TEXT NOT NULL DEFAULT '',
    icon TEXT NOT NULL DEFAULT '',
    redirect TEXT NOT NULL DEFAULT '',
    hidden INTEGER NOT NULL DEFAULT 0,
    status INTEGER NOT NULL DEFAULT 1,
    condition TEXT NOT NULL DEFAULT '',
    listorder INTEGER NOT NULL DEFAULT 99,
    create_time INTEGER,
    update_time INTEGER
  );
  CREATE TABLE sys_dept (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    pid INTEGER NOT NULL DEFAULT 0,
    name TEXT NOT NULL COLLATE NOCASE,
    aliasname TEXT NOT NULL DEFAULT '',
    listorder INTEGER NOT NULL DEFAULT 99,
    status INTEGER NOT NULL DEFAULT 1
  );
  CREATE TABLE sys_perm (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    perm_type TEXT NOT NULL CHECK (perm_type IN ('role', 'menu', 'dept')),
    r_id INTEGER NOT NULL,
    UNIQUE (perm_type, r_id)
  );
  CREATE TABLE sys_role_perm (
    role_id INTEGER NOT NULL REFERENCES sys_role (id) ON DELETE CASCADE,
    perm_id INTEGER NOT NULL REFERENCES sys_perm (id) ON DELETE CASCADE,
    PRIMARY KEY (role_id, perm_id)
  ) WITHOUT ROWID;
  CREATE TABLE sys_user_role (
    user_id INTEGER NOT NULL REFERENCES sys_user (id) ON DELETE CASCADE,
    role_id INTEGER NOT NULL REFERENCES sys_role (id) ON DELETE CASCADE,
    PRIMARY KEY (user_id, role_id)
  ) WITHOUT ROWID;
  CREATE INDEX sys_user_role_role ON sys_user_role (role_id);
  CREATE TABLE sys_user_dept (
    user_id INTEGER NOT NULL REFERENCES sys_user (id) ON DELETE CASCADE,
    dept_id INTEGER NOT NULL REFERENCES sys_dept (id) ON DELETE CASCADE,
    PRIMARY KEY (user_id, dept_id)
  ) WITHOUT ROWID;
  CREATE INDEX sys_user_dept_dept ON sys_user_dept (dept_id);
  CREATE TABLE sys_log (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    uri TEXT NOT NULL,
    method TEXT NOT NULL,
    params TEXT NOT NULL,
    api_key TEXT NOT NULL DEFAULT '',
    ip_address TEXT NOT NULL,
    time INTEGER NOT NULL,
    rtime REAL NOT NULL,
    authorized INTEGER NOT NULL,
    response_code INTEGER NOT NULL,
    signed_in_as TEXT NOT NULL DEFAULT ''
  );
  CREATE INDEX sys_log_time ON sys_log (time);
  CREATE TABLE used_refresh_token (
    fingerprint TEXT PRIMARY KEY,
    used_ms INTEGER NOT NULL,
    expires_seconds INTEGER NOT NULL,
    access_claims TEXT NOT NULL,
    refresh_claims TEXT NOT NULL
  ) WITHOUT ROWID;
  CREATE TABLE answered_write (
    user_id INTEGER NOT NULL,
    idempotency_key TEXT NOT NULL,
    fingerprint TEXT NOT NULL,
    answered_ms INTEGER NOT NULL,
    reply TEXT NOT NULL,
    PRIMARY KEY (user_id, idempotency_key)
  ) WITHOUT ROWID
  `,
]
