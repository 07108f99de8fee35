package io.spillway.model.resource;

/** What a request gets that asks for no subset, or for one that is not there. */
public enum SubsetFallback {
    NONE, ANY, DEFAULT
}
