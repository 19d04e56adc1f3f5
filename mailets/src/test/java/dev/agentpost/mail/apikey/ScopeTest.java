package dev.agentpost.mail.apikey;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScopeTest {

    @Test
    void scopesShouldBeNamedByThingAndVerb() {
        assertThat(Scope.values())
                .extracting(Scope::value)
                .containsExactly(
                        "messages:read",
                        "messages:write",
                        "inboxes:read",
                        "inboxes:write",
                        "rules:read",
                        "rules:write");
    }

    @Test
    void newKeyShouldHaveTheFirstThree() {
        assertThat(Scope.DEFAULT)
                .containsExactlyInAnyOrder(Scope.MESSAGES_READ, Scope.MESSAGES_WRITE, Scope.INBOXES_READ);
    }

    @ParameterizedTest
    @EnumSource(Scope.class)
    void parseShouldReadEveryName(Scope scope) {
        assertThat(Scope.parse(scope.value())).contains(scope);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "messages", "MESSAGES_READ", "Messages:Read", "messages:read "})
    void parseShouldRefuseOtherNames(String name) {
        assertThat(Scope.parse(name)).isEmpty();
    }
}
