package dev.agentpost.mail.apikey;

import static dev.agentpost.mail.apikey.ApiKeyStoreContract.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agentpost.mail.organization.OrganizationId;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ApiKeyTest {
    private static ApiKey named(String name) {
        return new ApiKey(
                ApiKeyId.generate(),
                OrganizationId.generate(),
                new SecretHash(new byte[SecretHash.LENGTH_BYTES]),
                Optional.of(name),
                Scope.DEFAULT,
                Set.of(),
                Set.of(),
                NOW,
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    @Test
    void nameShouldBeKept() {
        assertThat(named("Otto").name()).contains("Otto");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  ", "a\nb", "a\u0000b"})
    void nameShouldBeRefusedWhenBlankOrWithControlCharacters(String name) {
        assertThatThrownBy(() -> named(name)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void nameShouldBeRefusedWhenTooLong() {
        assertThatThrownBy(() -> named("x".repeat(ApiKey.MAX_NAME_LENGTH + 1)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void toStringShouldNotShowTheHash() {
        ApiKey key = named("Otto");

        assertThat(key.toString()).contains("secretHash=***");
    }
}
