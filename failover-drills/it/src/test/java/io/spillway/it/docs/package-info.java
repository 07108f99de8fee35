/**
 * What the documents promise, done: the README's commands, the samples, the dashboards. Start at
 * {@link io.spillway.it.docs.ReadmeTest}.
 */
@NullMarked
package io.spillway.it.docs;

import org.jspecify.annotations.NullMarked;
