import { useEffect, useRef } from 'react';

/** A page with its heading, which is where the keyboard goes when somebody comes to it. */
export function Page({ title, children, beside }: { title: string; children: React.ReactNode; beside?: React.ReactNode }) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = `${title} · Spillway`;
    heading.current?.focus({ preventScroll: true });
  }, [title]);
  return (
    <>
      <div className="head">
        <h1 ref={heading} tabIndex={-1} style={{ outline: 'none' }}>
          {title}
        </h1>
        {beside}
      </div>
      {children}
    </>
  );
}

export function Panel({ title, children, className = '' }: { title?: string; children: React.ReactNode; className?: string }) {
  return (
    <section className={`panel ${className}`} {...(title ? { 'aria-label': title } : {})}>
      {title ? <h2>{title}</h2> : null}
      {children}
    </section>
  );
}

/** Names and values, one under the other. */
export function Facts({ facts }: { facts: [string, React.ReactNode][] }) {
  return (
    <dl className="facts">
      {facts.map(([name, value]) => (
        <div key={name} style={{ display: 'contents' }}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
