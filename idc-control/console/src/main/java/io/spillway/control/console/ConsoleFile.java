package io.spillway.control.console;

/**
 * One file of the console.
 *
 * @param content its bytes, which nobody changes
 * @param mediaType as in {@code text/html; charset=utf-8}
 * @param immutable whether its name has its content's hash in it: it may be kept for ever
 */
@SuppressWarnings("ArrayRecordComponent")
public record ConsoleFile(byte[] content, String mediaType, boolean immutable) {}
