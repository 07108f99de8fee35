/**
 * A certificate authority for development: {@link io.spillway.devca.DevelopmentAuthority} makes it,
 * {@link io.spillway.devca.CertificateRequest} says what a certificate is to contain.
 */
@NullMarked
package io.spillway.devca;

import org.jspecify.annotations.NullMarked;
