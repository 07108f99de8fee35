/**
 * Where clients come in: {@link io.spillway.gateway.proxy.listen.Listeners} binds, and a
 * {@link io.spillway.gateway.proxy.listen.ListenerPipeline} per listener says what a new channel goes through before its
 * first request is read.
 */
@NullMarked
package io.spillway.gateway.proxy.listen;

import org.jspecify.annotations.NullMarked;
