/** Tests of how control nodes know each other and share work. */
@NullMarked
package io.spillway.control.nodes;

import org.jspecify.annotations.NullMarked;
