// One post: made, named, placed, closed, opened again; everything offline through the journal, and every save can be taken back.

import { useRef, useState } from "preact/hooks";
import { useRoute } from "preact-iso/router";
import { createPostId, editPost, type PostEdit, type PostFields } from "../../actions/edit-post.ts";
import { type OnePostView, onePostView, type PostView } from "../../device/posts-view.ts";
import { fieldOf } from "../../domain/entity.ts";
import type { PostKind, PostSide } from "../../domain/entity-fields.ts";
import type { Id } from "../../domain/event.ts";
import { startDrawing, usualShape } from "../../domain/post-shape.ts";
import { useApp } from "../app.ts";
import { DeskFrame } from "../desk/desk.tsx";
import { FindingsAt } from "../findings/findings-link.tsx";
import { Button } from "../parts/button.tsx";
import { Reading } from "../parts/frame.tsx";
import { NotRecorded } from "../parts/not-recorded.tsx";
import { useView } from "../reading.ts";
import { useRecording } from "../recording.ts";
import { useSession } from "../session.ts";
import { ContestedNotice, DoubtNotice } from "./notices.tsx";
import { PlaceEditor } from "./place.tsx";
import { Plan } from "./plan.tsx";
import { type PostForm, problemOf, useEditing } from "./post-form.ts";
import { placeText, usePostWords } from "./saying.ts";
import "./posts.css";

const kinds: readonly PostKind[] = ["crossing", "segment", "parking", "compound", "lane", "window"];
const sides: readonly (PostSide | null)[] = [null, "left", "right", "both"];

/** Once saved it is the post's own page, and the message with its 撤销 stays: the address changes, the screen does not. */
export function NewPost() {
  const [id, setId] = useState<Id | null>(null);
  const keep = (made: Id): void => {
    history.replaceState(null, "", `/desk/posts/${made}`);
    setId(made);
  };
  return <PostPage id={id} onMade={keep} />;
}
export function OnePost() {
  const id = useRoute().params.post ?? "";
  return <PostPage key={id} id={id} onMade={() => undefined} />;
}

interface PageProps {
  readonly id: Id | null;
  readonly onMade: (id: Id) => void;
}

function PostPage({ id, onMade }: PageProps) {
  const app = useApp();
  const words = usePostWords();
  const seen = useView(() => app.views.read((reader) => onePostView(reader, id, app.now())), [id]);
  const author = useView(() => app.views.membership(), []).value?.person;
  // Until the new answer is here, the last one is of another post.
  const view = seen.value?.id === id ? seen.value : undefined;
  const one = view?.one ?? null;
  return (
    <DeskFrame title={one?.line.post.title ?? words.one.new} back="/desk/posts" screen="post">
      {view === undefined || author === undefined ? <Reading isFailing={seen.isFailing} /> : null}
      {view !== undefined && id !== null && one === null ? <p class="large">{words.one.gone}</p> : null}
      {view === undefined || author === undefined || (id !== null && one === null) ? null : one !== null && !one.line.mayEdit ? (
        <ReadOnly one={one} view={view} />
      ) : (
        <Editor view={view} one={one} author={author} onMade={onMade} />
      )}
    </DeskFrame>
  );
}

function ReadOnly({ one, view }: { readonly one: PostView; readonly view: OnePostView }) {
  const words = usePostWords();
  const { post, doubt } = one.line;
  return (
    <>
      <p class="large">{words.one.readOnly}</p>
      {doubt === null ? null : <DoubtNotice view={one} doubt={doubt} onApply={null} onKeep={() => undefined} />}
      {one.contested.map((it) => (
        <ContestedNotice key={it.field} {...it} view={one} teams={view.teams} onChoose={null} />
      ))}
      <section class="card">
        <p>{words.kinds[post.kind]}</p>
        <p>{post.shape === null ? words.one.noPlace : placeText(words, post.shape.geometry, one.accuracyDm)}</p>
        {post.shape === null ? null : <Plan label={words.one.place} kind={post.kind} geometry={post.shape.geometry} />}
      </section>
    </>
  );
}

interface EditorProps {
  readonly view: OnePostView;
  /** Null: a new one. */
  readonly one: PostView | null;
  readonly author: Id;
  readonly onMade: (id: Id) => void;
}

function Editor({ view, one, author, onMade }: EditorProps) {
  const app = useApp();
  const words = usePostWords();
  const session = useSession();
  const recording = useRecording();
  const { form, changes, basis, change, reset } = useEditing(one, view.teams);
  const [asks, setAsks] = useState(false);
  // Given once: two taps within a frame must not make two posts.
  const newId = useRef<Id | null>(null);
  const problem = problemOf(form);
  const isChanged = Object.keys(changes.set).length > 0;
  const closed = one?.line.post.closed === true;

  /** Records it and says so, with the way back. */
  const edit = (of: PostEdit, said: string): Promise<boolean> =>
    recording(() => editPost(app.ports, author, of)).then((done) => {
      if (done === null) return false;
      session.show(said, () => {
        void recording(done.undo).then((undone) => {
          if (undone !== null) session.show(words.one.undone);
        });
      });
      return true;
    });
  const patch = (set: PostFields, said: string): void => {
    if (one === null) return;
    const before = Object.fromEntries(
      (Object.keys(set) as (keyof PostFields)[]).map((field) => [field, fieldOf(one.entity, field, null)]),
    ) as PostFields;
    void edit({ id: one.entity.id, basis: one.entity.heads, set, before }, said);
  };
  const save = (): void => {
    if (problem !== null || !isChanged) {
      setAsks(true);
      return;
    }
    newId.current ??= one?.entity.id ?? createPostId(app.ports);
    const id = newId.current;
    void edit({ id, basis, ...changes }, words.one.saved).then((isDone) => {
      if (!isDone) return;
      setAsks(false);
      reset();
      if (one === null) onMade(id);
    });
  };
  const changeKind = (kind: PostKind): void => {
    const isEmpty = form.place.drawing.points.length === 0;
    change({ kind, ...(isEmpty ? { place: { ...form.place, drawing: startDrawing(usualShape(kind), null) } } : {}) });
  };

  const shape = one?.line.post.shape ?? null;
  const doubt = one?.line.doubt ?? null;
  return (
    <>
      <NotRecorded />
      {one?.line.isRefused === true ? <p class="warn">{words.one.refused}</p> : null}
      {closed ? <p class="warn">{words.one.closed}</p> : null}
      {one === null || doubt === null || shape === null ? null : (
        <DoubtNotice
          view={one}
          doubt={doubt}
          onApply={() => {
            const { suggested, datum } = doubt;
            if (suggested !== null)
              patch(
                { geometry: suggested, sourceDatum: datum ?? "wgs84", accuracyDm: datum === null ? null : one.accuracyDm },
                words.doubt.applied,
              );
          }}
          onKeep={() => patch({ geometry: shape.geometry }, words.doubt.kept)}
        />
      )}
      {one?.contested.map((it) => (
        <ContestedNotice
          key={it.field}
          {...it}
          view={one}
          teams={view.teams}
          onChoose={(value) => patch({ [it.field]: value } as PostFields, words.contested.kept)}
        />
      ))}
      <Basics form={form} view={view} isNew={one === null} onChange={change} onKind={changeKind} />
      <PlaceEditor
        kind={form.kind}
        place={form.place}
        neighbours={view.lines.filter(({ post }) => post.id !== one?.entity.id && !post.closed).map(({ post }) => post)}
        onChange={(place) => change({ place })}
      />
      <div class="post-foot" data-changed={isChanged}>
        {asks && problem !== null ? (
          <p class="warn" role="alert">
            {words.one[problem]}
          </p>
        ) : (
          <p class="muted" role="status">
            {isChanged ? words.one.leave : words.one.unchanged}
          </p>
        )}
        <Button kind="main" wide icon="check" disabled={!isChanged} onPress={save}>
          {words.one.save}
        </Button>
      </div>
      {one === null ? null : <FindingsAt post={one.entity.id} />}
      {one === null ? null : closed ? (
        <Button wide icon="undo" onPress={() => patch({ closed: false }, words.one.reopened)}>
          {words.one.reopen}
        </Button>
      ) : (
        <Button wide icon="close" onPress={() => patch({ closed: true }, words.one.closedNow)}>
          {words.one.close}
        </Button>
      )}
    </>
  );
}

interface BasicsProps {
  readonly form: PostForm;
  readonly view: OnePostView;
  readonly isNew: boolean;
  readonly onChange: (change: Partial<PostForm>) => void;
  readonly onKind: (kind: PostKind) => void;
}

function Basics({ form, view, isNew, onChange, onKind }: BasicsProps) {
  const words = usePostWords();
  const isLong = form.kind === "segment" || form.kind === "lane";
  return (
    <section class="card">
      <label class="field">
        <span>{words.one.title}</span>
        <input
          type="text"
          maxLength={120}
          autocomplete="off"
          placeholder={isNew ? words.one.titleHint : ""}
          value={form.title}
          onInput={(event) => onChange({ title: event.currentTarget.value })}
        />
      </label>
      <fieldset>
        <legend>{words.one.kind}</legend>
        <div class="kinds">
          {kinds.map((kind) => (
            <Button key={kind} pressed={kind === form.kind} onPress={() => onKind(kind)}>
              {words.kinds[kind]}
            </Button>
          ))}
        </div>
      </fieldset>
      {view.teams.length > 1 ? (
        <label class="field">
          <span>{words.one.team}</span>
          <select value={form.team ?? ""} onChange={(event) => onChange({ team: event.currentTarget.value || null })}>
            {form.team === null ? <option value="">—</option> : null}
            {view.teams.map((team) => (
              <option key={team.id} value={team.id}>
                {team.title}
              </option>
            ))}
          </select>
        </label>
      ) : null}
      {isLong ? (
        <>
          <div class="ends">
            <label class="field">
              <span>{words.one.from}</span>
              <input type="text" maxLength={120} value={form.from} onInput={(event) => onChange({ from: event.currentTarget.value })} />
            </label>
            <label class="field">
              <span>{words.one.to}</span>
              <input type="text" maxLength={120} value={form.to} onInput={(event) => onChange({ to: event.currentTarget.value })} />
            </label>
          </div>
          <fieldset>
            <legend>
              {words.one.side} <span class="muted">{words.one.sideHint}</span>
            </legend>
            <div class="kinds">
              {sides.map((side) => (
                <Button key={side ?? "none"} pressed={side === form.side} onPress={() => onChange({ side })}>
                  {side === null ? words.one.noSide : words.sides[side]}
                </Button>
              ))}
            </div>
          </fieldset>
        </>
      ) : null}
    </section>
  );
}
