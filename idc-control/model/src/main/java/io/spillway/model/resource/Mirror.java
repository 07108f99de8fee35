package io.spillway.model.resource;

/**
 * Where copies of requests are sent; their answers are thrown away.
 *
 * @param percent how many of the requests are copied, above 0 and at most 100
 */
public record Mirror(String service, String group, double percent) {}
