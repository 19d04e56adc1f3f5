package dev.agentpost.mail.audit.webadmin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.agentpost.mail.audit.AuditAction;
import dev.agentpost.mail.organization.OrganizationId;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AuditedChangeTest {
    private static final String ACME = OrganizationId.generate().value();
    private static final JsonNode NOTHING = JsonNodeFactory.instance.missingNode();

    private static Optional<AuditedChange> change(String method, String path) {
        return AuditedChange.of(method, path.replace("ORG", ACME), NOTHING);
    }

    @ParameterizedTest
    @CsvSource({
        "DELETE, /organizations/ORG, ORGANIZATION_DELETE",
        "POST, /organizations/ORG/api-keys, KEY_CREATE",
        "DELETE, /organizations/ORG/api-keys/key_1, KEY_REVOKE",
        "PUT, /organizations/ORG/limits, LIMIT_UPDATE",
        "PUT, /organizations/ORG/inboxes/a@b.example/limits, LIMIT_UPDATE",
        "PUT, /organizations/ORG/inboxes/a@b.example/aliases/c@b.example, ALIAS_CREATE",
        "POST, /organizations/ORG/filter-rules, RULE_CREATE",
        "DELETE, /organizations/ORG/filter-rules/rul_1, RULE_DELETE",
        "DELETE, /organizations/ORG/suppressions/a@b.example, SUPPRESSION_DELETE",
        "DELETE, /organizations/ORG/suppressions, SUPPRESSION_DELETE",
        "POST, /organizations/ORG/deliveries/01ARZ3NDEKTSV4RRFFQ69G5FAV/retry, DELIVERY_RETRY",
        "DELETE, /organizations/ORG/deliveries/01ARZ3NDEKTSV4RRFFQ69G5FAV, DELIVERY_CANCEL"
    })
    void changeShouldBeToldByItsPath(String method, String path, AuditAction action) {
        assertThat(change(method, path)).map(AuditedChange::action).contains(action);
    }

    @Test
    void whatWasRemovedShouldBeNamed() {
        assertThat(change("DELETE", "/organizations/ORG/filter-rules/rul_1"))
                .flatMap(AuditedChange::reason)
                .contains("rul_1");
        assertThat(change("POST", "/organizations/ORG/deliveries/01ARZ/retry"))
                .flatMap(AuditedChange::reason)
                .contains("01ARZ");
        assertThat(change("DELETE", "/organizations/ORG/inboxes/A@b.example"))
                .flatMap(AuditedChange::inbox)
                .contains("a@b.example");
    }

    @ParameterizedTest
    @CsvSource({
        "POST, /trash/emptyings",
        "POST, /",
        "DELETE, /organizations/nobody",
        "POST, /organizations/ORG/domains/d.example/unknown"
    })
    void otherRequestsShouldBeNone(String method, String path) {
        assertThat(change(method, path)).isEmpty();
    }
}
