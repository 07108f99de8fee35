/** How callers of the API are found out. */
@NullMarked
package io.spillway.control.admin.security;

import org.jspecify.annotations.NullMarked;
