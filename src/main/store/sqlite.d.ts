/**
 * The package's own types are hidden behind its `exports` field and are full of `any`. This is the part of the API that we
 * use, as its documentation states it (better-sqlite3, docs/api.md).
 */
declare module 'better-sqlite3-multiple-ciphers' {
  namespace Sqlite {
    type Value = string | number | bigint | null | Uint8Array
    interface RunResult {
      readonly changes: number
      readonly lastInsertRowid: number | bigint
    }
    interface Statement<Bind extends unknown[] = unknown[], Row = unknown> {
      readonly reader: boolean
      run(...bind: Bind): RunResult
      get(...bind: Bind): Row | undefined
      all(...bind: Bind): Row[]
      iterate(...bind: Bind): IterableIterator<Row>
      /** Only the first column of each row. */
      pluck(on?: boolean): this
      /** Rows as arrays of columns. */
      raw(on?: boolean): this
      safeIntegers(on?: boolean): this
    }
    interface Transaction<Bind extends unknown[], Result> {
      (...bind: Bind): Result
      deferred(...bind: Bind): Result
      immediate(...bind: Bind): Result
      exclusive(...bind: Bind): Result
    }
    interface Database {
      readonly open: boolean
      readonly readonly: boolean
      readonly name: string
      readonly inTransaction: boolean
      prepare<Bind extends unknown[] = unknown[], Row = unknown>(sql: string): Statement<Bind, Row>
      transaction<Bind extends unknown[], Result>(work: (...bind: Bind) => Result): Transaction<Bind, Result>
      exec(sql: string): this
      pragma(pragma: string, options?: { simple?: boolean }): unknown
      key(key: Buffer): number
      rekey(key: Buffer): number
      /** All of it as the bytes of a file, from which another can be opened. */
      serialize(): Buffer
      function(name: string, options: { deterministic?: boolean; directOnly?: boolean }, work: (...values: Value[]) => Value): this
      backup(file: string): Promise<{ totalPages: number; remainingPages: number }>
      close(): this
    }
  }
  const Sqlite: new (file: string | Buffer, options?: { readonly?: boolean; fileMustExist?: boolean; timeout?: number }) => Sqlite.Database
  export = Sqlite
}
