package io.spillway.control.service;

/**
 * What an external probe says.
 *
 * @param idc       the IDC that it looks at
 * @param reachable whether it reaches that
 * @param from      name of the place where it is; probes in one place are one failure domain
 */
public record ProbeWord(String idc, boolean reachable, String from) {}
