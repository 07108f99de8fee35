@NullMarked
package io.spillway.control.access;

import org.jspecify.annotations.NullMarked;
