@NullMarked
package io.spillway.control.admin;

import org.jspecify.annotations.NullMarked;
