package io.spillway.process.admin;

import java.util.List;

/** Whether a process can do its work. Asked by any thread, must not block. */
@FunctionalInterface
public interface Readiness {

    /** Always ready. */
    Readiness ALWAYS = List::of;

    /** Returns why the process is not ready, in words for people; empty when it is ready. */
    List<String> reasons();
}
