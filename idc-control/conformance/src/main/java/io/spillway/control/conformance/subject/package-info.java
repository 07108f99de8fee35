/**
 * The server under test as the suite sees it: {@link io.spillway.control.conformance.subject.SubjectServer}, and one that
 * is another process.
 */
@NullMarked
package io.spillway.control.conformance.subject;

import org.jspecify.annotations.NullMarked;
