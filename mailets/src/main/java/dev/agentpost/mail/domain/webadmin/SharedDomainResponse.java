package dev.agentpost.mail.domain.webadmin;

import java.util.List;

/** The shared domain as JSON. */
record SharedDomainResponse(String domain, List<RecordResponse> records) {}
