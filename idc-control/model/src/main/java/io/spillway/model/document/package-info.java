/**
 * Documents as trees with positions, and strict decoding of them. A {@link io.spillway.model.document.Tree} comes from
 * YAML, JSON or a stored record; a {@link io.spillway.model.document.Decoder} reads it and collects every
 * {@link io.spillway.model.document.Violation}. Start at {@link io.spillway.model.document.Decoder}.
 */
@NullMarked
package io.spillway.model.document;

import org.jspecify.annotations.NullMarked;
