package dev.agentpost.mail.organization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class OrganizationTest {

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", " ", "a\nb"})
    void nameShouldBeRefusedWhenBlankOrWithControlCharacters(String name) {
        assertThatThrownBy(() -> Organization.checkName(name)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void nameShouldBeRefusedWhenTooLong() {
        assertThatThrownBy(() -> Organization.checkName("x".repeat(Organization.MAX_NAME_LENGTH + 1)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @EnumSource(OrganizationStatus.class)
    void statusShouldBeReadableAgain(OrganizationStatus status) {
        assertThat(OrganizationStatus.parse(status.serialize())).contains(status);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "ACTIVE", "deleted"})
    void statusShouldBeRefusedWhenUnknown(String status) {
        assertThat(OrganizationStatus.parse(status)).isEmpty();
    }
}
