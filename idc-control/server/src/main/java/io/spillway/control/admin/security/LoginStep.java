package io.spillway.control.admin.security;

/** Where a browser goes whose owner wants to log in at an issuer. */
public sealed interface LoginStep {

    /** To this address, which is the issuer's. */
    record Go(String address) implements LoginStep {}

    /** Nowhere, for this reason. */
    record Stay(LoginResult.Refused why) implements LoginStep {}
}
