package dev.agentpost.mail.organization.webadmin;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.agentpost.mail.organization.Organization;

/** An organization as JSON. */
record OrganizationResponse(String id, String name, String status, @JsonProperty("created_at") String createdAt) {

    static OrganizationResponse of(Organization organization) {
        return new OrganizationResponse(
                organization.id().value(),
                organization.name(),
                organization.status().serialize(),
                organization.createdAt().toString());
    }
}
