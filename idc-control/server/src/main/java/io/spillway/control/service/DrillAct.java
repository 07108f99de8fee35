package io.spillway.control.service;

/**
 * Who says something of a Drill.
 *
 * @param drill  its name
 * @param author who says it
 * @param origin from where, for the audit
 */
public record DrillAct(String drill, String author, Origin origin) {}
