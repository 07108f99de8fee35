/**
 * An xDS server conformance suite: {@link io.spillway.control.conformance.Main} runs it against any control plane. The cases
 * are in {@code cases}, what a case is in {@code trial}, the clients in {@code wire}, the server under test in
 * {@code subject}.
 */
@NullMarked
package io.spillway.control.conformance;

import org.jspecify.annotations.NullMarked;
