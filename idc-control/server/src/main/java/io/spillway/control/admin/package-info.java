/**
 * The HTTP API of a control node: Spring WebFlux on Reactor Netty, translating between HTTP and
 * {@link io.spillway.control.service.ControlService}. Start at {@link io.spillway.control.admin.ApiServer}, then
 * {@link io.spillway.control.admin.ApiRoutes}, which lists every address.
 */
@NullMarked
package io.spillway.control.admin;

import org.jspecify.annotations.NullMarked;
