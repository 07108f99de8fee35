/** The control plane of one IDC. */
@NullMarked
package io.spillway.control;

import org.jspecify.annotations.NullMarked;
