/**
 * Finds out who calls the API: by a token, by a client certificate, or not at all. What the caller may do then is decided in
 * {@link io.spillway.control.access}. Start at {@link io.spillway.control.admin.security.ApiAccess}.
 */
@NullMarked
package io.spillway.control.admin.security;

import org.jspecify.annotations.NullMarked;
