@NullMarked
package io.spillway.control.approval;

import org.jspecify.annotations.NullMarked;
