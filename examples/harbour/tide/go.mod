module harbour.example.org/tide

go 1.23.0
