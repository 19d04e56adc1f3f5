package dev.agentpost.mail.core;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Around every test class, by {@code META-INF/services}: what is waited for comes at once, unless the machine has other
 * things to do, and then the ten seconds of Awaitility may be too short.
 */
public final class PatientAwaiting implements BeforeAllCallback {
    @Override
    public void beforeAll(ExtensionContext context) {
        Awaitility.setDefaultTimeout(Duration.ofMinutes(1));
    }
}
