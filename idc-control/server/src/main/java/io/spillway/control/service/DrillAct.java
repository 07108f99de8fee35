package io.spillway.control.service;

import org.jspecify.annotations.Nullable;

/**
 * Who says something of a Drill.
 *
 * @param drill   its name
 * @param ifMatch the revision that must be current; null for whatever stands
 * @param author  who says it
 * @param origin  from where, for the audit
 */
public record DrillAct(String drill, @Nullable Long ifMatch, String author, Origin origin) {

    /** Creates one of whatever stands. */
    public DrillAct(String drill, String author, Origin origin) {
        this(drill, null, author, origin);
    }
}
