// What recompute.test.ts asks of the plain script.

export interface CountedAttendance {
  readonly shift: string;
  readonly person: string;
  readonly state: string;
  readonly class: string | null;
  readonly minutes: number;
  readonly stretches: readonly (readonly [number, number])[];
}
export interface Book {
  readonly head: { readonly exportedAt: number };
  readonly shifts: ReadonlyMap<string, { readonly id: string; readonly start: number; readonly end: number }>;
}
export function createBook(text: string): Book;
export function attendanceOf(book: Book, shift: string, person: string, asOf: number): CountedAttendance;
export function hoursOf(
  attendances: readonly CountedAttendance[],
  shifts: Book["shifts"],
): { readonly byDay: ReadonlyMap<number, number>; readonly counted: ReadonlyMap<string, number> };
export function settledOf(
  book: Book,
  shift: string,
  person: string,
): { readonly state: string; readonly minutes: number; readonly class: string | null } | null;
