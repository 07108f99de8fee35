package io.spillway.control.load;

/**
 * Requests that were refused before any endpoint was asked, so that they have no locality.
 *
 * @param category why, in the words of the data plane
 */
record DropKey(String service, String cluster, String category) {}
