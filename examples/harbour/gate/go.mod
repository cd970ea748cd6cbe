module harbour.example.org/gate

go 1.21
