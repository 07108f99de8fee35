package io.spillway.control.admin.security;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.InvocationTargetException;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Where no issuer is configured, nothing that checks their tokens is loaded. */
class WithoutIssuerTest {

    /** Runs in a class loader of its own. */
    public static final class Logins implements Runnable {
        @Override
        public void run() {
            ApiAccess access = new ApiAccess(ApiAccess.Settings.open("secret"), () -> java.time.Instant.EPOCH,
                    io.spillway.control.access.AccessObserver.NONE);
            for (String token : List.of("secret", "eyJ.eyJ.sig", "guess")) {
                access.login(new Presented(List.of("Bearer " + token), null, "h", null)).block();
            }
        }
    }

    /** Has neither Nimbus nor Spring Security; says what was asked for all the same. */
    private static final class Bare extends ClassLoader {

        final List<String> missed = new ArrayList<>();

        Bare() {
            super(WithoutIssuerTest.class.getClassLoader());
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (name.startsWith("com.nimbusds.") || name.startsWith("org.springframework.security.")) {
                missed.add(name);
                throw new ClassNotFoundException(name);
            }
            if (!name.startsWith("io.spillway.control.ad")) {
                return super.loadClass(name, resolve);
            }
            Class<?> loaded = findLoadedClass(name);
            return loaded == null ? define(name) : loaded;
        }

        private Class<?> define(String name) throws ClassNotFoundException {
            try (InputStream octets = getResourceAsStream(name.replace('.', '/') + ".class")) {
                if (octets == null) {
                    throw new ClassNotFoundException(name);
                }
                byte[] code = octets.readAllBytes();
                return defineClass(name, code, 0, code.length);
            } catch (IOException e) {
                throw new ClassNotFoundException(name, e);
            }
        }
    }

    private static void run(Bare loader, Class<?> what) throws ReflectiveOperationException {
        ((Runnable) loader.loadClass(what.getName()).getDeclaredConstructor().newInstance()).run();
    }

    @Test
    void nothingOfItIsLoaded() throws Exception {
        Bare loader = new Bare();
        run(loader, Logins.class);
        assertThat(loader.missed).isEmpty();
    }

    /** So that the test above can fail. */
    public static final class WithOne implements Runnable {
        @Override
        public void run() {
            assertThat(KeyRing.EMPTY.step(new com.nimbusds.jose.JWSHeader(com.nimbusds.jose.JWSAlgorithm.RS256),
                    java.time.Instant.EPOCH)).isNotNull();
        }
    }

    @Test
    void withOneItWouldBe() {
        Bare loader = new Bare();
        assertThatThrownBy(() -> run(loader, WithOne.class)).isInstanceOfAny(NoClassDefFoundError.class,
                InvocationTargetException.class);
        assertThat(loader.missed).isNotEmpty();
    }
}
