/**
 * What operators and programs may ask of a control plane, free of any framework. Start at
 * {@link io.spillway.control.service.ControlService}; the HTTP API only translates it.
 */
@NullMarked
package io.spillway.control.service;

import org.jspecify.annotations.NullMarked;
