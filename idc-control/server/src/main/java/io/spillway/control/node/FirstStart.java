package io.spillway.control.node;

import io.spillway.control.service.ControlService;

/** What is written before a node is ready for the first time, so that no client ever sees the world without it. */
@FunctionalInterface
public interface FirstStart {

    /** Writes nothing. */
    FirstStart NOTHING = _ -> "";

    /** Writes through the service; blocks. Returns why it could not, or an empty string. */
    String write(ControlService service);
}
