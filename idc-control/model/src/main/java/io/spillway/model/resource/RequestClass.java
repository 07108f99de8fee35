package io.spillway.model.resource;

/** How much a request matters when not all can be served; later ones of this list are refused first. */
public enum RequestClass {
    CRITICAL, DEFAULT, SHEDDABLE
}
