package dev.agentpost.mail.tls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentpost.mail.core.MutableClock;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CertificateRenewalTest {
    private static final CertificateNames NAMES = CertificateNames.of("mail.example.org", List.of());

    @TempDir
    Path folder;

    private final MutableClock clock = new MutableClock(Instant.parse("2026-11-21T10:00:00Z"));
    private final AtomicInteger reloads = new AtomicInteger();
    private final AtomicBoolean reloadFails = new AtomicBoolean();
    private CertificateRenewal renewal;

    @BeforeEach
    void setUp() throws IOException {
        OwnCertificate own = new OwnCertificate(folder, NAMES, clock);
        own.refresh();
        renewal = new CertificateRenewal(own, this::reload);
    }

    @AfterEach
    void tearDown() {
        renewal.close();
    }

    private void reload() {
        if (reloadFails.get()) {
            throw new IllegalStateException("the listener does not answer");
        }
        reloads.incrementAndGet();
    }

    @Test
    void listenersShouldBeLeftAloneWhileTheCertificateIsGood() {
        renewal.check();

        assertThat(reloads).hasValue(0);
    }

    @Test
    void listenersShouldLoadARenewedCertificateOnce() {
        clock.advance(Duration.ofDays(370));

        renewal.check();
        renewal.check();

        assertThat(reloads).hasValue(1);
    }

    @Test
    void reloadThatFailedShouldBeTriedAgain() {
        clock.advance(Duration.ofDays(370));
        reloadFails.set(true);
        renewal.check();

        reloadFails.set(false);
        renewal.check();

        assertThat(reloads).hasValue(1);
    }
}
