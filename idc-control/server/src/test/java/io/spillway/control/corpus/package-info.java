/** What is sent to a control plane by those who mean it no good: a saved corpus against a live node. Start at {@code CorpusTest}. */
@org.jspecify.annotations.NullMarked
package io.spillway.control.corpus;
