/** IndexedDB, three shelves: what waits to be sent, what was being typed, and the numbers of what was sent without an account. */
export type Shelf = 'outbox' | 'drafts' | 'sent' | 'seen'
let opening: Promise<IDBDatabase> | null = null

function open(): Promise<IDBDatabase> {
  return (opening ??= new Promise((done, failed) => {
    const request = indexedDB.open('liren', 1)
    request.onupgradeneeded = () => { for (const shelf of ['outbox', 'drafts', 'sent', 'seen']) request.result.createObjectStore(shelf) }
    request.onsuccess = () => done(request.result)
    request.onerror = () => failed(request.error)
  }))
}

function run<T>(shelf: Shelf, mode: IDBTransactionMode, work: (store: IDBObjectStore) => IDBRequest<T>): Promise<T> {
  return open().then((db) => new Promise<T>((done, failed) => {
    const tx = db.transaction(shelf, mode)
    const request = work(tx.objectStore(shelf))
    tx.oncomplete = () => done(request.result)
    tx.onerror = tx.onabort = () => failed(tx.error)
  }))
}

export const put = (shelf: Shelf, key: string, value: unknown) => run(shelf, 'readwrite', (store) => store.put(value, key))
export const take = <T>(shelf: Shelf, key: string) => run<T | undefined>(shelf, 'readonly', (store) => store.get(key) as IDBRequest<T | undefined>)
export const drop = (shelf: Shelf, key: string) => run(shelf, 'readwrite', (store) => store.delete(key))
export const all = <T>(shelf: Shelf) => run<T[]>(shelf, 'readonly', (store) => store.getAll() as IDBRequest<T[]>)
