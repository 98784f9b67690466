// How long anybody waits for the browser's storage: what has not answered by then may never. A late answer is told to whoever asked, so
// that nothing is taken for lost that was kept.

/** The customer's figure, for one operation. */
export const operationLimitMs = 5_000;

export const lateError = "TimeoutError";

/** The same promise, or a rejection named `TimeoutError` once `limitMs` are over; `onLate` runs first. */
export const limited = <V>(work: Promise<V>, onLate: () => void = () => undefined, limitMs = operationLimitMs): Promise<V> =>
  new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      onLate();
      reject(Object.assign(new Error("the browser's storage has not answered"), { name: lateError }));
    }, limitMs);
    work.then(
      (value) => {
        clearTimeout(timer);
        resolve(value);
      },
      (error: unknown) => {
        clearTimeout(timer);
        reject(error);
      },
    );
  });
