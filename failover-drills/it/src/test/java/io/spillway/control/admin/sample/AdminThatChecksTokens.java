package io.spillway.control.admin.sample;

import com.nimbusds.jwt.SignedJWT;

/** A deliberate offender. */
class AdminThatChecksTokens {

    final Class<?> token = SignedJWT.class;
}
